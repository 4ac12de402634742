/// Creating, following, controlling and showing jobs, which a station carries out.
///
/// {@link io.steward.runtime.cli.job.CreateJob} stores a job, {@link
/// io.steward.runtime.cli.job.JobFollower} shows its progress, {@link
/// io.steward.runtime.cli.job.JobReport} what became of it.
package io.steward.runtime.cli.job;
