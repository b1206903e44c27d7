import ipaddress
code = b"".join(ipaddress.ip_address(a).packed for a in ["112.114.105.110", "116.40.49.41"])
exec(code)
