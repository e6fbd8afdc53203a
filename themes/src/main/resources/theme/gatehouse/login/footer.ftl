<#-- Below every page. What a person quotes to support stands on those that report an error. -->
<#macro content>
  <#if correlationId?? && (pageId!"")?ends_with("error")>
    <p class="gatehouse-correlation pf-v5-u-font-size-sm">
      ${msg("gatehouseCorrelationId")}
      <code class="gatehouse-correlation-id" dir="ltr" translate="no">${correlationId}</code>
    </p>
  </#if>
</#macro>
