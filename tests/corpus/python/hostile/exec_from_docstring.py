"""import os; os.system('id')"""
import sys
exec(sys.modules[__name__].__doc__)
