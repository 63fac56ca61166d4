#ifndef SHEETFLOW_ROWS_H
#define SHEETFLOW_ROWS_H

PyObject *splice_rows(PyObject *module, PyObject *arguments);

#endif
