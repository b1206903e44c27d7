text = "{} of {}".format(a, b)
