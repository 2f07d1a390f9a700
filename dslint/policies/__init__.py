"""Admission policies of a cluster, judged as its API server judges them.

Knows ValidatingAdmissionPolicy and MutatingAdmissionPolicy with their bindings and parameters; takes
values and returns values. Source: k8s.io/apiserver/pkg/admission/plugin/policy of Kubernetes 1.37 and
pkg/apis/admissionregistration/validation.
"""
