h <- curl::new_handle(ssl_verifypeer = FALSE, ssl_verifyhost = FALSE)
curl::curl_fetch_memory("https://internal.example", handle = h)
