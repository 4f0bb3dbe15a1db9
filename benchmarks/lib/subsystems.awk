# Reads what perf script prints, and says which share of the samples each subsystem has: that of the nearest frame to
# the processor which belongs to one. What the kernel did for it is counted apart.
BEGIN {
  count = split( \
    "Notejam\\.Web.*::BuildRenderTree|Microsoft\\.AspNetCore\\.Components|Notejam\\.Web\\.Http\\.PageEncoder=Razor components\n" \
    "Microsoft\\.EntityFrameworkCore|Npgsql\\.EntityFrameworkCore|EFCore\\.NamingConventions=EF Core\n" \
    "Npgsql=Npgsql\n" \
    "Microsoft\\.AspNetCore\\.DataProtection|Microsoft\\.AspNetCore\\.Cryptography=data protection\n" \
    "Microsoft\\.AspNetCore\\.Antiforgery=antiforgery\n" \
    "Microsoft\\.AspNetCore\\.(Auth|Identity)|Microsoft\\.Extensions\\.Identity|System\\.Security\\.Claims|" \
      "Notejam\\.Web\\.Accounts=authentication and session\n" \
    "Microsoft\\.AspNetCore\\.(Server|Connections)=Kestrel\n" \
    "Microsoft\\.Extensions\\.DependencyInjection=dependency injection\n" \
    "Microsoft\\.Extensions\\.Logging|Notejam\\.ServiceDefaults\\.Telemetry\\.RequestLog=logging\n" \
    "OpenTelemetry|System\\.Diagnostics|Notejam\\.ServiceDefaults\\.Telemetry|Microsoft\\.AspNetCore\\.Hosting=hosting and telemetry\n" \
    "Microsoft\\.AspNetCore|Notejam\\.Web\\.Http=middleware and routing\n" \
    "Notejam\\.=Notejam's own\n" \
    "System\\.Threading\\.(ThreadPool|PortableThreadPool|LowLevel|UnfairSemaphore|WorkStealing)=thread pool", rules, "\n")
  for (i = 1; i <= count; i++) {
    at = index(rules[i], "=")
    pattern[i] = "^(" substr(rules[i], 1, at - 1) ")"
    name[i] = substr(rules[i], at + 1)
  }
}
# A sample begins with the name of its thread, at the margin.
/^[^ \t]/ { depth = 0; found = /^\.NET Tiered/ ? "compiler" : ""; next }
/^$/ { tell(); next }
found == "" {
  depth++
  if (depth == 1) {
    leaf = $0
    if (/\[kernel/) { found = "kernel"; next }
    if (/libclrgc\.so|WKS::|SVR::/) { found = "GC"; next }
  }
  if (match($0, /\] [A-Za-z][^ ]*::/)) found = subsystem(substr($0, RSTART + 2))
}
END {
  tell()
  for (each in samples) printf "| %s | %.1f |\n", each, 100 * samples[each] / all | "sort -t'|' -k3,3nr"
  close("sort -t'|' -k3,3nr")
  printf "\n%d samples, %.0f %% of them in code that is not optimised yet.\n", all, 100 * quick / all
}
function tell() {
  if (!depth && found == "") return
  if (found == "") found = leaf ~ /libcoreclr/ ? "runtime" : "other"
  samples[found]++
  all++
  if (leaf ~ /\[(QuickJitted|MinOptJitted|OptimizedTier1OSR|InstrumentedTier[^\]]*)\]/) quick++
  depth = 0
  found = leaf = ""
}
function subsystem(frame,    i) {
  if (!(frame in known)) {
    known[frame] = ""
    for (i = 1; i <= count; i++) if (frame ~ pattern[i]) { known[frame] = name[i]; break }
  }
  return known[frame]
}
