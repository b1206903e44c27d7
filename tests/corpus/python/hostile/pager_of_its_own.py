import pydoc

pydoc.pipepager("all of it", "tee copy.txt")
