using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Notejam.Web.Accounts;

namespace Notejam.Web.Data;

/// <summary>Lets <c>dotnet ef</c> make migrations without starting the application.</summary>
sealed class DesignTimeDb : IDesignTimeDbContextFactory<NotejamDb>
{
    public NotejamDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<NotejamDb>().UseNpgsql().UseSnakeCaseNamingConvention().Options, new CurrentUser(new HttpContextAccessor()));
}
