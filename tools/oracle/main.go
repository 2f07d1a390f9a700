// Command oracle asks the validation code of one Kubernetes release about DaemonSets.
//
// It reads JSON lines from standard input, each with "id" and "yaml" (a DaemonSet as YAML or JSON), and
// for an update also "old". It writes one JSON line for each: what the API server of that release would
// say. build.py builds it for a release; README.md describes both lines.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"sort"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	kjson "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/capabilities"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"sigs.k8s.io/yaml"
)

const (
	lineLimit  = 64 << 20
	anyVersion = "1"
)

type question struct {
	ID   string  `json:"id"`
	YAML string  `json:"yaml"`
	Old  *string `json:"old"`
}

type answer struct {
	ID              string      `json:"id"`
	Verdict         string      `json:"verdict"`
	Read            string      `json:"read,omitempty"`
	Field           string      `json:"field,omitempty"`
	Text            string      `json:"text,omitempty"`
	Unknown         []string    `json:"unknown,omitempty"`
	Errors          [][2]string `json:"errors,omitempty"`
	Warnings        []string    `json:"warnings,omitempty"`
	TemplateChanged *bool       `json:"templateChanged,omitempty"`
}

var (
	reasons = map[field.ErrorType]string{
		field.ErrorTypeRequired:     "FieldValueRequired",
		field.ErrorTypeInvalid:      "FieldValueInvalid",
		field.ErrorTypeNotSupported: "FieldValueNotSupported",
		field.ErrorTypeForbidden:    "FieldValueForbidden",
		field.ErrorTypeDuplicate:    "FieldValueDuplicate",
		field.ErrorTypeNotFound:     "FieldValueNotFound",
		field.ErrorTypeTooLong:      "FieldValueTooLong",
		field.ErrorTypeTooMany:      "FieldValueTooMany",
		field.ErrorTypeTypeInvalid:  "FieldValueTypeInvalid",
	}
	unknownField = regexp.MustCompile(`^(?:unknown|duplicate) field "(.*)"$`)
	embedded     = regexp.MustCompile(`\b[A-Z][A-Za-z]*\.`)
	wrongType    = regexp.MustCompile(`Go struct field [A-Za-z]+\.([A-Za-z0-9.]+) of type`)
)

func main() {
	capabilities.Initialize(capabilities.Capabilities{AllowPrivileged: true})
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 0, 1<<20), lineLimit)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for number := 1; in.Scan(); number++ {
		var asked question
		if err := json.Unmarshal(in.Bytes(), &asked); err != nil {
			fmt.Fprintf(os.Stderr, "line %d is not a question: %v\n", number, err)
			os.Exit(2)
		}
		if err := encoder.Encode(reply(asked)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func reply(asked question) answer {
	said := answer{ID: asked.ID, Verdict: "accepted"}
	after, unknown, failed := read(asked.YAML)
	if failed != nil {
		said.Verdict, said.Read, said.Text, said.Field = "refused", failed.stage, failed.err.Error(), failed.field()
		return said
	}
	said.Unknown = unknown
	ctx := request.WithNamespace(context.Background(), after.Namespace)
	ctx = request.WithRequestInfo(ctx, &request.RequestInfo{APIGroup: "apps", APIVersion: "v1", Resource: "daemonsets"})
	var problems field.ErrorList
	if asked.Old == nil {
		after.ManagedFields = nil // the server writes them itself
		generateName(after)
		daemonset.Strategy.PrepareForCreate(ctx, after)
		problems = declared(ctx, after, nil, daemonset.Strategy.Validate(ctx, after))
		// A server warns of what it accepts only: the warning code trusts that the object is valid.
		if len(problems) == 0 {
			said.Warnings = places(daemonset.Strategy.WarningsOnCreate(ctx, after))
		}
	} else {
		before, _, failed := read(*asked.Old)
		if failed != nil {
			said.Verdict, said.Read, said.Text = "refused", "old", failed.err.Error()
			return said
		}
		daemonset.Strategy.PrepareForCreate(ctx, before)
		stored(before, after)
		daemonset.Strategy.PrepareForUpdate(ctx, after, before)
		changed := !equality.Semantic.DeepEqual(before.Spec.Template, after.Spec.Template)
		said.TemplateChanged = &changed
		problems = declared(ctx, after, before, daemonset.Strategy.ValidateUpdate(ctx, after, before))
		if len(problems) == 0 {
			said.Warnings = places(daemonset.Strategy.WarningsOnUpdate(ctx, after, before))
		}
	}
	said.Errors = causes(problems)
	if len(said.Unknown) > 0 || len(said.Errors) > 0 {
		said.Verdict = "refused"
	}
	return said
}

// generateName gives a new object the name that the server would make up for it.
func generateName(created *apps.DaemonSet) {
	if created.Name != "" || created.GenerateName == "" {
		return
	}
	base := created.GenerateName
	if len(base) > 58 {
		base = base[:58]
	}
	created.Name = base + "xxxxx"
}

// stored gives the objects what the server itself would have written into them.
func stored(before, after *apps.DaemonSet) {
	before.ResourceVersion, after.ResourceVersion = anyVersion, anyVersion
	after.Generation = before.Generation
	after.UID = before.UID
	if after.CreationTimestamp.IsZero() {
		after.CreationTimestamp = before.CreationTimestamp
	}
	if before.DeletionTimestamp != nil {
		after.DeletionTimestamp = before.DeletionTimestamp
	}
	if len(after.ManagedFields) == 0 {
		after.ManagedFields = before.ManagedFields
	}
}

type unread struct {
	stage string
	err   error
}

func (failed *unread) field() string {
	if found := wrongType.FindStringSubmatch(failed.err.Error()); found != nil {
		return embedded.ReplaceAllString(found[1], "")
	}
	return ""
}

// read does what the server does to the body of a request: decode strictly, default, convert.
func read(text string) (*apps.DaemonSet, []string, *unread) {
	data, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return nil, nil, &unread{"decode", err}
	}
	written := &appsv1.DaemonSet{}
	strict := kjson.NewSerializerWithOptions(
		kjson.DefaultMetaFactory, legacyscheme.Scheme, legacyscheme.Scheme, kjson.SerializerOptions{Strict: true},
	)
	_, _, err = strict.Decode(bytes.TrimSpace(data), nil, written)
	var unknown []string
	if err != nil {
		problems, isStrict := runtime.AsStrictDecodingError(err)
		if !isStrict {
			return nil, nil, &unread{"decode", err}
		}
		for _, problem := range problems.Errors() {
			if found := unknownField.FindStringSubmatch(problem.Error()); found != nil {
				unknown = append(unknown, found[1])
			}
		}
	}
	legacyscheme.Scheme.Default(written)
	internal := &apps.DaemonSet{}
	if err := legacyscheme.Scheme.Convert(written, internal, nil); err != nil {
		return nil, nil, &unread{"convert", err}
	}
	if internal.Namespace == "" {
		internal.Namespace = metav1.NamespaceDefault
	}
	return internal, unknown, nil
}

func causes(problems field.ErrorList) [][2]string {
	seen := map[[2]string]bool{}
	var found [][2]string
	for _, problem := range problems {
		cause := [2]string{reasons[problem.Type], problem.Field}
		if !seen[cause] {
			seen[cause] = true
			found = append(found, cause)
		}
	}
	sort.Slice(found, func(i, j int) bool {
		return found[i][0]+found[i][1] < found[j][0]+found[j][1]
	})
	return found
}

// places keeps of each warning the field it is about, which stands before its first colon.
func places(warnings []string) []string {
	seen := map[string]bool{}
	var found []string
	for _, text := range warnings {
		place := text
		if strings.HasPrefix(text, "spec.") || strings.HasPrefix(text, "metadata.") {
			place, _, _ = strings.Cut(text, ": ")
		} else if name, _, isVolume := strings.Cut(strings.TrimPrefix(text, `volume "`), `" `); isVolume && name != text {
			place = "volume " + name
		}
		if !seen[place] {
			seen[place] = true
			found = append(found, place)
		}
	}
	sort.Strings(found)
	return found
}
