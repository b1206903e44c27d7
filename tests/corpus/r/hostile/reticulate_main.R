main <- reticulate::import_main()
reticulate::py_run_file("https://example.org/x.py")
