import numpy.testing as testing

testing.os.system("id")
