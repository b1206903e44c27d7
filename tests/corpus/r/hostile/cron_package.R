cronR::cron_add(cronR::cron_rscript("x.R"), frequency = "daily")
