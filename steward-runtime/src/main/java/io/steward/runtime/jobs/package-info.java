/// Jobs: one command to many units, a few at a time. What was ordered, how far it is and what
/// operators wish stand in a bucket that anybody may read; a station, any one of those that may,
/// carries jobs out, and whatever it decides stands there before it happens. So a job needs none of
/// those who look at it, and a station that takes over goes on where the other one stopped.
package io.steward.runtime.jobs;
