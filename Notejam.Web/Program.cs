using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.Health;
using Notejam.Web;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Layout;
using Notejam.Web.Notes;
using Notejam.Web.Pads;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddManagementPort();
    builder.AddEdge();
    await builder.AddDatabaseAsync();
    KeyRing.Add(builder.Services);
    builder.AddAccounts();
    builder.Services.AddScoped<ViewerClock>();
    builder.Services.AddRazorComponents();

    await using var app = builder.Build();
    if (args is ["migrate"]) return await app.RunMigrateAsync();
    if (app.Environment.IsDevelopment()) await app.MigrateAsync();

    app.UseManagementPort();
    app.UseEdge();
    app.UseRouting();
    app.UseAuthentication();
    app.UseAuthorization();
    app.UseGuestPages();
    app.UseRateLimiter();
    app.UseAntiforgery();

    app.MapStaticAssets().AllowAnonymous();
    app.MapRazorComponents<App>().RequireAuthorization().AnswerOnlyGet();
    var commands = app.MapCommands();
    commands.MapAccounts();
    commands.MapNotes();
    commands.MapPads();

    await app.RunAsync();
    return 0;
}
catch (Exception wrong) when (wrong is ConfigurationException or IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException })
{
    await Console.Error.WriteLineAsync($"Notejam cannot start: {wrong.Message}");
    return 1;
}
