# The Homebrew formula. The release fills in the address and the checksum of the source distribution,
# and `brew update-python-resources` writes the resources of its dependencies.
class Dslint < Formula
  include Language::Python::Virtualenv

  desc "Lint Kubernetes DaemonSets and plan where their pods run"
  homepage "https://github.com/OWNER/dslint"
  url "https://github.com/OWNER/dslint/releases/download/v0.1.0/kube_dslint-0.1.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "Apache-2.0"

  depends_on "libyaml"
  depends_on "python@3.13"

  def install
    virtualenv_install_with_resources
  end

  test do
    (testpath/"agent.yaml").write <<~YAML
      apiVersion: extensions/v1beta1
      kind: DaemonSet
      metadata: {name: agent}
    YAML
    output = shell_output("#{bin}/dslint lint agent.yaml", 1)
    assert_match "removed-api-version", output
  end
end
