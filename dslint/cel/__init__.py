"""The Common Expression Language as the Kubernetes API server evaluates it.

`environment.Environment` compiles an expression (parse, expand macros, check types, build closures);
the program that comes out takes the values of the variables and returns a value or raises.
Follows cel-go and k8s.io/apiserver/pkg/cel of Kubernetes 1.37; knows nothing of policies or files.
"""
