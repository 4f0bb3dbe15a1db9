namespace Notejam.Tests.Manifests.Rules;

/// <summary>
/// One change each to what production is: the rule that must notice it, the object, where, and the new value (none
/// removes it).
/// </summary>
static class Breakages
{
    const string Requests = "every container requests CPU and memory, and its memory is limited";
    const string Restricted = "every pod is restricted";
    const string Probes = "every server is probed, on its management port if it has one";
    const string Images = "every image is pinned, ours by digest";
    const string Tokens = "only who has rights in the cluster has a token for it";
    const string Order = "settings come in the order in which the secret wins";
    const string Production = "whatever runs in a cluster runs as Production";
    const string Autoscalers = "an autoscaler grows what exists, by what can be measured";
    const string Deregistration = "the load balancer lets go of a pod before it closes";
    const string Metrics = "an autoscaler can read the metric that it asks for";
    const string Spread = "what must survive a zone is spread over zones and nodes";
    const string Ingresses = "an ingress leads to pods, and by HTTPS";
    const string Openings = "an opening is no wider than it must be";
    const string Management = "the management port is open to Prometheus alone";
    const string Policies = "every network policy means something that exists";
    const string Configuration = "every ConfigMap and Secret is made or documented";
    const string Secrets = "no secret is in a ConfigMap";
    const string Names = "every name of an account, a role and a class exists";
    const string Rights = "nobody may do everything";
    const string Namespaces = "every namespace holds its pods to the restricted standard";
    const string Migration = "the migration runs once for each image, which is that of web";

    const string Web = "Deployment/web", Backup = "Deployment/backup", Job = "Job/migrations-0123456789ab";
    const string Pod = "spec/template/spec", Container = $"{Pod}/containers/0";
    const string Annotations = "metadata/annotations/alb.ingress.kubernetes.io~1";

    public static TheoryData<string, string, string, string> All => new()
    {
        { Requests, Web, $"{Container}/resources/requests/cpu", "" },
        { Requests, Job, $"{Container}/resources/limits", "" },
        { Restricted, Web, $"{Pod}/securityContext/runAsNonRoot", "false" },
        { Restricted, Web, $"{Pod}/securityContext/runAsUser", "0" },
        { Restricted, Backup, $"{Pod}/securityContext/seccompProfile", "" },
        { Restricted, Backup, $"{Pod}/hostNetwork", "true" },
        { Restricted, Web, $"{Container}/securityContext/readOnlyRootFilesystem", "" },
        { Restricted, Web, $"{Container}/securityContext/allowPrivilegeEscalation", "true" },
        { Restricted, Job, $"{Container}/securityContext/capabilities/drop", "[NET_RAW]" },
        { Restricted, "StatefulSet/prometheus", $"{Container}/securityContext/capabilities/add", "[SYS_ADMIN]" },
        { Restricted, "StatefulSet/prometheus", $"{Pod}/volumes/-", "{name: host, hostPath: {path: /}}" },
        { Probes, Web, $"{Container}/readinessProbe/httpGet/port", "http" },
        { Probes, Web, $"{Container}/livenessProbe/httpGet/path", "/health" },
        { Probes, Backup, $"{Container}/livenessProbe", "" },
        { Restricted, Web, $"{Container}/securityContext/seccompProfile", "{type: Unconfined}" },
        { Restricted, Web, $"{Container}/securityContext/procMount", "Unmasked" },
        { Restricted, Web, $"{Container}/ports/0/hostPort", "8080" },
        { Probes, Web, $"{Container}/readinessProbe/httpGet/path", "/alive" },
        { Probes, Web, $"{Container}/startupProbe", "" },
        { Order, Web, $"{Container}/envFrom/2", "" },
        { Order, Web, $"{Container}/envFrom", "[{secretRef: {name: web-secrets}}, {configMapRef: {name: web-env}}]" },
        { Order, Job, $"{Container}/envFrom/1/secretRef/name", "web-secrets" },
        { "a changed setting rolls the pods", Web, "spec/template/metadata/annotations/notejam~1base", "" },
        { "a changed setting rolls the pods", Backup, "spec/template/metadata/annotations/notejam~1base", "" },
        { Production, "ConfigMap/web-env", "data/ASPNETCORE_ENVIRONMENT", "Development" },
        { Production, "ConfigMap/backup-env", "data/DOTNET_ENVIRONMENT", "Staging" },
        {
            Production, Job, $"{Container}/env",
            "[{name: ASPNETCORE_ENVIRONMENT, value: Development}]"
        },
        { "there is one backup worker, and never two", Backup, "spec/replicas", "2" },
        { "there is one backup worker, and never two", Backup, "spec/strategy/type", "RollingUpdate" },
        { Images, Web, $"{Container}/image", "registry.example.org/notejam/web:1.0.0" },
        { Images, "StatefulSet/prometheus", $"{Container}/image", "quay.io/prometheus/prometheus:latest" },
        { Images, "StatefulSet/alertmanager", $"{Container}/image", "quay.io/prometheus/alertmanager" },
        { "what is mounted is there", Web, $"{Pod}/volumes/1", "" },
        { Tokens, "ServiceAccount/web", "automountServiceAccountToken", "true" },
        { Tokens, Backup, $"{Pod}/automountServiceAccountToken", "true" },
        {
            "who is scraped is scraped on the management port", Web,
            "spec/template/metadata/annotations/prometheus.io~1port",
            "'8080'"
        },

        { "replicas are not written beside an autoscaler", Web, "spec/replicas", "3" },
        { Autoscalers, "HorizontalPodAutoscaler/web", "spec/scaleTargetRef/name", "site" },
        { Autoscalers, "HorizontalPodAutoscaler/web", "spec/minReplicas", "12" },
        { Autoscalers, "HorizontalPodAutoscaler/web", "spec/metrics/1/pods/metric/name", "http_requests" },
        { Autoscalers, "HorizontalPodAutoscaler/web", "spec/metrics/0", "" },
        {
            "a rolling update takes no pod away before another is there", Web,
            "spec/strategy/rollingUpdate/maxUnavailable",
            "25%"
        },
        { "a rolling update takes no pod away before another is there", Web, "spec/strategy", "{type: Recreate}" },
        { "a pod outlives its last request", Web, $"{Pod}/terminationGracePeriodSeconds", "25" },
        { "a pod outlives its last request", Web, $"{Container}/lifecycle", "" },
        { "a pod outlives its last request", Web, $"{Container}/lifecycle/preStop/sleep/seconds", "40" },
        { "a pod outlives its last request", Web, $"{Container}/readinessProbe/periodSeconds", "10" },
        { Deregistration, "Ingress/web", $"{Annotations}target-group-attributes", "" },
        {
            Deregistration, "Ingress/web", $"{Annotations}target-group-attributes",
            "deregistration_delay.timeout_seconds=5"
        },
        { "a disruption budget can be met", "PodDisruptionBudget/web", "spec/maxUnavailable", "0" },
        {
            "a disruption budget can be met", "PodDisruptionBudget/web", "spec",
            "{minAvailable: 3, selector: {matchLabels: {app: web}}}"
        },
        { "a disruption budget can be met", "PodDisruptionBudget/web", "spec/selector/matchLabels/app", "site" },
        { "a disruption budget can be met", "PodDisruptionBudget/web", "spec/maxUnavailable", "100%" },
        { "what people reach has a disruption budget", "PodDisruptionBudget/web", "", "" },
        { Metrics, "APIService/v1beta1.custom.metrics.k8s.io", "", "" },
        { Metrics, "APIService/v1beta1.custom.metrics.k8s.io", "spec/service/name", "adapter" },
        { Metrics, "ClusterRoleBinding/read-active-requests", "", "" },
        { Spread, Web, $"{Pod}/topologySpreadConstraints/0/whenUnsatisfiable", "ScheduleAnyway" },
        { Spread, Web, $"{Pod}/topologySpreadConstraints/0", "" },
        { Spread, Web, $"{Pod}/topologySpreadConstraints/1/labelSelector/matchLabels/app", "site" },

        { "every service selects something that listens", "Service/web", "spec/selector/app", "site" },
        { "every service selects something that listens", "Service/web", "spec/selector", "" },
        { "every service selects something that listens", "Service/web", "spec/ports/0/targetPort", "80" },
        { Ingresses, "Ingress/web", $"{Annotations}target-type", "instance" },
        { Ingresses, "Ingress/web", "spec/rules/0/host", "notes.example.org:8443" },
        { Ingresses, "Ingress/web", "spec/rules/0/host", "set-by-the-overlay" },
        { Ingresses, "Ingress/web", $"{Annotations}ssl-redirect", "" },
        { Ingresses, "Ingress/web", $"{Annotations}security-groups", "set-by-the-overlay" },
        { Ingresses, "Ingress/web", "spec/rules/0/http/paths/0/backend/service/port/name", "https" },
        { "every service selects something that listens", "Service/web", "spec/type", "LoadBalancer" },
        { Ingresses, "Ingress/web", "spec/rules/0/http/paths/0/backend/service/port/name", "management" },
        { Ingresses, "Ingress/web", "spec/defaultBackend", "{service: {name: web, port: {name: management}}}" },
        { Openings, "NetworkPolicy/web", "spec/egress", "[{}]" },
        { Openings, "NetworkPolicy/web", "spec/ingress/0/from", "" },
        { Openings, "NetworkPolicy/web", "spec/ingress/0/from/0/ipBlock/cidr", "0.0.0.0/0" },
        { Openings, "NetworkPolicy/database", "spec/egress/0/to", "" },
        { Openings, "NetworkPolicy/monitoring/prometheus", "spec/ingress", "[{}]" },
        { "what must talk may", "NetworkPolicy/database", "", "" },
        { "what must talk may", "NetworkPolicy/notejam/dns", "", "" },
        { "what must talk may", "NetworkPolicy/management", "", "" },
        { "what must talk may", "NetworkPolicy/monitoring/prometheus-adapter", "", "" },
        { Management, "NetworkPolicy/web", "spec/ingress/0/ports/-", "{protocol: TCP, port: management}" },
        { Policies, "NetworkPolicy/web", "spec/ingress/0/ports/0/port", "80" },
        { Policies, "NetworkPolicy/web", "spec/podSelector/matchLabels/app", "site" },
        { Policies, "NetworkPolicy/backup", "spec/podSelector/matchLabels/app", "dump" },
        { Policies, "NetworkPolicy/management", "spec/ingress/0/from/0/podSelector/matchLabels/app", "prom" },
        { "nothing talks unless it is allowed to", "NetworkPolicy/notejam/default-deny", "", "" },
        {
            "nothing talks unless it is allowed to", "NetworkPolicy/monitoring/default-deny", "spec/policyTypes",
            "[Ingress]"
        },
        { Management, "NetworkPolicy/web", "spec/ingress/0/ports/0/port", "8081" },
        { Management, "NetworkPolicy/web", "spec/ingress/0/ports", "" },
        { Management, "NetworkPolicy/management", "spec/ingress/0/from/0/podSelector", "" },

        { Configuration, Web, $"{Container}/envFrom/0/configMapRef/name", "site-env" },
        { Configuration, Backup, $"{Container}/envFrom/2/secretRef/name", "dump-secrets" },
        { Configuration, "StatefulSet/alertmanager", $"{Pod}/volumes/0/projected/sources/1/secret/name", "pager" },
        { Secrets, "ConfigMap/web-env", "data/Smtp__Password", "x" },
        { Secrets, "ConfigMap/web-env", "data/ConnectionStrings__notejam", "Host=db;Username=notejam;Password=x" },
        { Secrets, "ConfigMap/backup-env", "data/Backup__Store", "https://notejam:x@store.example.org" },
        { Secrets, "ConfigMap/web-env", "data/Smtp__Pass", "x" },
        { Secrets, "ConfigMap/web-env", "binaryData", "{x: cGFzc3dvcmQ=}" },
        { Secrets, Web, $"{Container}/env", "[{name: ConnectionStrings__notejam, value: 'Host=db;Password=x'}]" },
        { "a workload owns the pods that it makes", Web, "spec/selector/matchLabels/app", "site" },
        { Rights, "ClusterRole/prometheus-adapter", "rules/0/resources/-", "secrets" },
        {
            Rights, "ClusterRoleBinding/prometheus-adapter", "subjects/0",
            "{kind: Group, name: 'system:unauthenticated', apiGroup: rbac.authorization.k8s.io}"
        },
        { Migration, Job, "spec/parallelism", "2" },
        { Migration, Job, $"{Container}/args", "" },
        { Names, Web, $"{Pod}/serviceAccountName", "site" },
        { Names, "StatefulSet/prometheus", "spec/volumeClaimTemplates/0/spec/storageClassName", "gp2" },
        { Names, "ClusterRoleBinding/prometheus-adapter", "roleRef/name", "adapter" },
        { Rights, "ClusterRole/cluster-autoscaler", "rules/0/verbs/-", "'*'" },
        { Namespaces, "Namespace/monitoring", "metadata/labels", "" },
        { Namespaces, "Namespace/notejam", "metadata/labels/elbv2.k8s.aws~1pod-readiness-gate-inject", "" },
        { Migration, Job, "metadata/name", "migrations" },
        { Migration, Job, $"{Container}/image", "registry.example.org/notejam/web@sha256:bbbb" },
        { Migration, Job, $"{Pod}/restartPolicy", "OnFailure" },
    };
}
