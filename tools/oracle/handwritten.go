//go:build !declarative

package main

import (
	"context"

	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/apis/apps"
)

// declared adds nothing: before 1.37 no rule of a DaemonSet is generated from its types.
func declared(_ context.Context, _, _ *apps.DaemonSet, problems field.ErrorList) field.ErrorList {
	return problems
}
