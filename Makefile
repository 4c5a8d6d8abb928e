# Thin aliases: everything is in ./run, which needs no make.
.PHONY: setup demo up test check bench lock

setup demo up test check bench lock:
	@./run $@
