#ifndef SHEETFLOW_SCAN_H
#define SHEETFLOW_SCAN_H

extern PyType_Spec scan_spec;
PyObject *scan_sheet(PyObject *module, PyObject *argument);

#endif
