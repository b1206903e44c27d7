for (e in sys.frames()) print(ls(e))
