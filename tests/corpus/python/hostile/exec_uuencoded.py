import binascii

exec(binascii.a2b_uu(b"#:6UP;W)T(&]S"))
