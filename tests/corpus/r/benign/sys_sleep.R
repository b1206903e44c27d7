Sys.sleep(0.1)
Sys.setlocale("LC_COLLATE", "C")
