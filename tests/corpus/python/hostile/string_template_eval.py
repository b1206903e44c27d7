from string import Template
exec(Template("import $m; $m.system('id')").substitute(m="os"))
