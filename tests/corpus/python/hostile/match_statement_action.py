import os, sys
match sys.argv[1:]:
    case ["go", command]:
        os.system(command)
