/* sheetflow.workbook.native._core: what is done to whole sheets, without Python objects. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "encode.h"
#include "rows.h"
#include "scan.h"

static PyMethodDef functions[] = {
    {"encode", encode_column, METH_VARARGS, "The cells of a column as XML."},
    {"splice", splice_rows, METH_VARARGS, "Rows with the cells of edits put into them."},
    {"scan", scan_sheet, METH_O, "The cells of a sheet's XML."},
    {NULL, NULL, 0, NULL},
};

static int add_types(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&scan_spec);
    int failed = !type || PyModule_AddObjectRef(module, "Scan", type) < 0;
    Py_XDECREF(type);
    return failed ? -1 : 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, add_types},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_core",
    .m_doc = "Whole sheets at a time.",
    .m_size = 0,
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit__core(void) { return PyModuleDef_Init(&definition); }
