cronR::cron_add("Rscript job.R", frequency = "daily")
