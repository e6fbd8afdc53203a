<#-- Below every page. What a person quotes to support stands on those that report an error. -->
<#macro content>
  <#if correlationId?? && (pageId!"")?ends_with("error")>
    <p class="gatehouse-correlation pf-v5-u-text-break-word pf-v5-u-font-size-sm pf-v5-u-px-xl pf-v5-u-px-2xl-on-md pf-v5-u-pb-lg">
      ${msg("gatehouseCorrelationId")}
      <code class="gatehouse-correlation-id" dir="ltr" translate="no">${correlationId}</code>
    </p>
  </#if>
</#macro>
