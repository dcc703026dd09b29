// SPDX-License-Identifier: Apache-2.0

// The few functions of libxml2 that XMLCoding calls, declared here with opaque handles. libxml2's own headers include
// each other as <libxml/...> and so want an include path that only pkg-config knows; these declarations need none.
// They are the library's documented and stable interface: https://gnome.pages.gitlab.gnome.org/libxml2/devhelp/
// (libxml2-xmlreader.html, libxml2-tree.html).

#ifndef SWIFT_VIRT_CLIBXML2_SHIM_H
#define SWIFT_VIRT_CLIBXML2_SHIM_H

struct _xmlTextReader;
struct _xmlNode;

/// `xmlTextReaderErrorFunc`; `severity` is 1 or 3 for warnings, 2 or 4 for errors.
typedef void (*cxml_error_handler)(void *argument, const char *message, int severity, void *locator);

struct _xmlTextReader *xmlReaderForMemory(const char *buffer, int size, const char *url, const char *encoding,
                                          int options);
void xmlFreeTextReader(struct _xmlTextReader *reader);
void xmlTextReaderSetErrorHandler(struct _xmlTextReader *reader, cxml_error_handler handler, void *argument);
int xmlTextReaderLocatorLineNumber(void *locator);
int xmlTextReaderRead(struct _xmlTextReader *reader);
int xmlTextReaderNodeType(struct _xmlTextReader *reader);
int xmlTextReaderDepth(struct _xmlTextReader *reader);
int xmlTextReaderIsEmptyElement(struct _xmlTextReader *reader);
int xmlTextReaderMoveToFirstAttribute(struct _xmlTextReader *reader);
int xmlTextReaderMoveToNextAttribute(struct _xmlTextReader *reader);
int xmlTextReaderMoveToElement(struct _xmlTextReader *reader);
const unsigned char *xmlTextReaderConstName(struct _xmlTextReader *reader);
const unsigned char *xmlTextReaderConstValue(struct _xmlTextReader *reader);
struct _xmlNode *xmlTextReaderCurrentNode(struct _xmlTextReader *reader);
long xmlGetLineNo(const struct _xmlNode *node);

#endif
