import ast

tree = ast.parse("import os\nos.system('id')")
exec(compile(tree, "<plugin>", "exec"))
