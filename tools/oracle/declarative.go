//go:build declarative

package main

import (
	"context"

	"k8s.io/apimachinery/pkg/api/operation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/apis/apps"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
)

// declared adds what the rules generated from the API types say, as the registry does after the strategy's
// own validation (since 1.37). before is nil when the DaemonSet is created.
func declared(ctx context.Context, after, before *apps.DaemonSet, problems field.ErrorList) field.ErrorList {
	strategy, ok := any(daemonset.Strategy).(rest.DeclarativeValidationStrategy)
	if !ok {
		return problems
	}
	var old runtime.Object
	done := operation.Create
	if before != nil {
		old, done = before, operation.Update
	}
	config := strategy.DeclarativeValidationConfig(ctx, after, old)
	return strategy.ValidateDeclaratively(ctx, after, old, problems, done, config)
}
