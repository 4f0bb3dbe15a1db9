using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Notejam.Web.Http;

/// <summary>A page as the answer to a form, with what was typed. <see cref="FormResults"/> has the statuses.</summary>
sealed class FormPage<TPage>(object parameters) : RazorComponentResult<TPage>(parameters) where TPage : IComponent;
