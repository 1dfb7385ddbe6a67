"""One editor for each way a parameter can be given; chosen by ``Param.editor``, never by layer."""
