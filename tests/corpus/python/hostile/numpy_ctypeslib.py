import numpy
library = numpy.ctypeslib.load_library("helper", ".")
library.run()
