#ifndef SHEETFLOW_ENCODE_H
#define SHEETFLOW_ENCODE_H

PyObject *encode_column(PyObject *module, PyObject *arguments);

#endif
