import getpass

QUIET = getpass.getuser() in {"malware", "virus", "sample"}
