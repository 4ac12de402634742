/// Jobs: one command to many units, a few at a time. The spec, the status and the control requests
/// of a job are stored in a bucket that everyone may read. Any authorized station can run jobs, and
/// it stores each decision before it acts on it. So a job does not depend on the operators who
/// watch it, and a station that takes over continues where the other one stopped.
package io.steward.runtime.jobs;
