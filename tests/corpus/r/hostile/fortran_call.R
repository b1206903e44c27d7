dyn.load(tempfile()); .Fortran("evil")
